@NullMarked
package io.onefunnel.salesforce.merge;

import org.jspecify.annotations.NullMarked;
