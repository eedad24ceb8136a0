package io.onefunnel.marketo.client;

/** What an answer must hold, beside the keys of its envelope, to be all of it. */
public enum Expected {
    /** Nothing more: "Merge Leads" answers so. */
    SUCCESS,
    /** A list of records, be it empty. */
    RESULT,
    /** A list, or in its place a warning that nothing was found, as assets are told that are not there. */
    ASSETS,
    /** A page of a log: the token after it, and whether more follows. The list is left out of an empty page. */
    STREAM,
    /** The token of a page. */
    TOKEN
}
