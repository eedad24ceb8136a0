/**
 * Files on this machine that hold secrets, and folders that go as a whole.
 */
@NullMarked
package io.onefunnel.store.files;

import org.jspecify.annotations.NullMarked;
