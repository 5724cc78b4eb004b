/// Which pictures the HTML of a message may show.
enum HTMLImages: String, LosslessStringConvertible, CaseIterable {
    /// From wherever it says, which tells there that the message was looked at. For our page and its user alone.
    case all
    /// Those that came with the message.
    case embedded
    /// None.
    case block

    init?(_ description: String) { self.init(rawValue: description) }

    var description: String { rawValue }

    static let allowed = allCases.map(\.rawValue).joined(separator: ", ")

    /// Mail is hostile: no origin, no script, no form, no frame, no request but for pictures.
    var policy: String {
        """
        sandbox; default-src 'none'; img-src \(sources); style-src 'unsafe-inline'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'self'
        """
    }

    private var sources: String {
        switch self {
        case .all: "data: http: https:"
        case .embedded: "data:"
        case .block: "'none'"
        }
    }
}
