/**
 * The records beside leads (opportunities, roles, companies, sales persons, named accounts): all of them work alike.
 * Decides how they hold together with each other and with leads, and what a native CRM sync closes.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.crm;

import org.jspecify.annotations.NullMarked;
