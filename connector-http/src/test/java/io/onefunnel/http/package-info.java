@NullMarked
package io.onefunnel.http;

import org.jspecify.annotations.NullMarked;
