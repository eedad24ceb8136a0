/**
 * The import of an admin's own CSV files: leads into Marketo, deals into Salesforce, activities into either. A row that
 * cannot be read is reported with its line and never stops the others.
 */
@NullMarked
package io.onefunnel.sandbox.csv;

import org.jspecify.annotations.NullMarked;
