extension Rule {
    /// All rules, in the order in which reports show them. A rule is written in one file, and its family named here.
    package static let all: [Rule] = [
        fieldPresence, fieldValues, headerSyntax,
        authors, recipients, alternatives, structure, charsets, transfer, attachments, bulk,
        contentIDs, subjects, wording, size, leaks, transport, signatures, chains,
        activeContent, markup, concealment, linkTargets, linkForms, images, accessibility, clients,
    ].flatMap { $0 }
}
