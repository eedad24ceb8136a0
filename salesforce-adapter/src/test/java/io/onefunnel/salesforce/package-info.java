@NullMarked
package io.onefunnel.salesforce;

import org.jspecify.annotations.NullMarked;
