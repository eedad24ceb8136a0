/**
 * Bulk extracts of leads, activities and program members: decides which rows a filter names, when a job of the queue
 * runs, and how much of the day's quota its file takes. A job comes in, a file goes out.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.bulk;

import org.jspecify.annotations.NullMarked;
