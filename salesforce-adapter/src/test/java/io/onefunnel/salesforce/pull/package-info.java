@NullMarked
package io.onefunnel.salesforce.pull;

import org.jspecify.annotations.NullMarked;
