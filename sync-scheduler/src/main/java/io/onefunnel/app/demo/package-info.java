/**
 * The whole main job on an invented company, or on an admin's own files. Goes in: what to show. Comes out: a story with
 * figures computed from this very run, told by the same services and views as any installation's.
 */
@NullMarked
package io.onefunnel.app.demo;

import org.jspecify.annotations.NullMarked;
