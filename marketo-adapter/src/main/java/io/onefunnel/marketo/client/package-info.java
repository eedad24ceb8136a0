/**
 * How an instance is spoken to: tokens, limits, repetition, and what each error code means. A path and its parameters go
 * in; JSON, pages of rows or a refusal come out. Beside that the questions that several parts ask: leads by id, the fields
 * of a lead, the activity log, the channels of programs. Knows no other part of the adapter.
 */
@NullMarked
package io.onefunnel.marketo.client;

import org.jspecify.annotations.NullMarked;
