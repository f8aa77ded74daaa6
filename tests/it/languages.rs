//! Languages of the content: translations, their addresses and links, what falls back to the original.
