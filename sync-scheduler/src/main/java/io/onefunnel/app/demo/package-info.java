/** The whole main job on an invented company, or on an admin's own files. */
@NullMarked
package io.onefunnel.app.demo;

import org.jspecify.annotations.NullMarked;
