@NullMarked
package io.onefunnel.sandbox.salesforce;

import org.jspecify.annotations.NullMarked;
