@NullMarked
package io.onefunnel.salesforce.check;

import org.jspecify.annotations.NullMarked;
