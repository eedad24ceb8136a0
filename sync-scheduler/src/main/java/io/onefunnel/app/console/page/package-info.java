/**
 * What several pages are made of: figures that lead to their rows, signs beside a status, and the answer to an address that
 * leads nowhere. It knows no page.
 */
@NullMarked
package io.onefunnel.app.console.page;

import org.jspecify.annotations.NullMarked;
