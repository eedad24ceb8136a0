/**
 * The import of an admin's own CSV files: leads into Marketo, deals into Salesforce, activities into either. In go files
 * as other systems export them; out come records and a report. A row that cannot be read is reported with its line and
 * never stops the others.
 */
@NullMarked
package io.onefunnel.sample.csv;

import org.jspecify.annotations.NullMarked;
