/**
 * Who may use the console, and who is signed in. Goes in: the configured users, a name and a password. Comes out: a session
 * with its role, or nothing.
 */
@NullMarked
package io.onefunnel.app.console.signin;

import org.jspecify.annotations.NullMarked;
