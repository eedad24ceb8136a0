@NullMarked
package io.onefunnel.salesforce.client;

import org.jspecify.annotations.NullMarked;
