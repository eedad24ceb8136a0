@NullMarked
package io.onefunnel.salesforce.write;

import org.jspecify.annotations.NullMarked;
