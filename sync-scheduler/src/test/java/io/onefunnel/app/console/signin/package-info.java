@NullMarked
package io.onefunnel.app.console.signin;

import org.jspecify.annotations.NullMarked;
