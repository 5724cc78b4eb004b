/// Which pictures the HTML of a message may show.
enum HTMLImages: String, LosslessStringConvertible, CaseIterable {
    /// From wherever it says, which tells there that the message was looked at.
    case all
    /// Those that came with the message.
    case embedded
    /// None.
    case block

    init?(_ description: String) { self.init(rawValue: description) }

    var description: String { rawValue }

    static let allowed = allCases.map(\.rawValue).joined(separator: ", ")

    /// Mail is hostile: no script, no form, no frame, no request but for pictures.
    ///
    /// For pictures of its own the HTML keeps our origin, or they would be refused as those of a stranger's page.
    /// Without scripts it can do nothing with it.
    var policy: String {
        """
        \(sandbox); default-src 'none'; img-src \(sources); style-src 'unsafe-inline'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'self'
        """
    }

    private var sandbox: String { self == .block ? "sandbox" : "sandbox allow-same-origin" }

    private var sources: String {
        switch self {
        case .all: "'self' data: http: https:"
        case .embedded: "'self' data:"
        case .block: "'none'"
        }
    }
}
