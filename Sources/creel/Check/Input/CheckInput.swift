/// Something on the command line that holds messages.
enum CheckInput: Hashable, Sendable {
    /// A message, an mbox, or `-` for standard input, which may be either.
    case file(String)
    case directory(String)
    /// The list of a running Creel, with its query.
    case server(ServerURL)

    /// - Throws: For a URL that leads to no Creel.
    init(_ word: String) throws(CheckError) {
        if word.contains("://") {
            do throws(ServerURL.Refusal) {
                self = .server(try ServerURL(word))
            } catch {
                throw CheckError(description: error.description)
            }
        } else if word != "-", FileKind(following: word) == .directory {
            self = .directory(word)
        } else {
            self = .file(word)
        }
    }

    /// How many octets there are to read; `nil` where only the end tells.
    ///
    /// - Parameter isThorough: Whether directories are looked through so.
    func size(isThorough: Bool) -> Int? {
        switch self {
        case .file("-"), .server: nil
        case .file(let path): FileKind.size(of: path)
        case .directory(let path):
            MailFolder(path: path, isThorough: isThorough).reduce(0) { sum, entry in
                switch entry {
                case .message(let path), .file(let path), .unknown(let path): sum + FileKind.size(of: path)
                case .unreadable: sum
                }
            }
        }
    }
}

extension CheckInput: CustomStringConvertible {
    var description: String {
        switch self {
        case .file(let path), .directory(let path): path
        case .server(let url): url.description
        }
    }
}
