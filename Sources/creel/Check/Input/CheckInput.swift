import MIME
import MailModel

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
    var size: Int? {
        switch self {
        case .file("-"), .server: nil
        case .file(let path): FileKind.size(of: path)
        case .directory(let path):
            MailFolder(path: path).reduce(0) { sum, entry in
                switch entry {
                case .message(let path), .file(let path): sum + FileKind.size(of: path)
                case .unreadable: sum
                }
            }
        }
    }
}

/// What was found in an input.
enum Found: Sendable {
    case message(FoundMessage)
    case unreadable(Unreadable)

    /// A file that is one message; it is read when its turn comes.
    fileprivate static func message(path: String) -> Found {
        .message(
            FoundMessage(file: path, size: FileKind.size(of: path)) { () throws(MessageFile.Failure) in
                try MessageFile.octets(of: path)
            })
    }
}

/// Finds the messages of inputs, one after the other, and never holds more than one file's next ones.
struct MessageFinder {
    let dialect: MboxDialect
    /// Who vouches for servers.
    var trust = TLSClient.Trust.system

    typealias Take = (Found) async -> Void

    /// Says of an input without any message that it has none: a check of nothing should not look like a success.
    func find(in inputs: [CheckInput], _ take: Take) async {
        for input in inputs {
            var count = 0
            await find(in: input) { found in
                count += 1
                await take(found)
            }
            guard count == 0 else { continue }
            let name = input.description
            await take(.unreadable(Unreadable(file: name, reason: "no message in \(name.escapingControls())")))
        }
    }

    private func find(in input: CheckInput, _ take: Take) async {
        switch input {
        case .file(let path) where MailFolder.isMessage(path): await take(.message(path: path))
        case .file(let path): await open(path, take)
        case .directory(let path):
            for entry in MailFolder(path: path) {
                switch entry {
                case .message(let path): await take(.message(path: path))
                case .file(let path): await open(path, take)
                case .unreadable(let unreadable): await take(.unreadable(unreadable))
                }
            }
        case .server(let url):
            await ServerMessages(url, trust: trust).find(take)
        }
    }

    /// Reads a file that may be an mbox.
    private func open(_ path: String, _ take: Take) async {
        do throws(MessageFile.Failure) {
            let file = try InputFile(path)
            let first = try Self.beginning(of: file)
            if MboxReader.isMbox(first) {
                try await split(file, path, first, take)
            } else if first.isEmpty, path.lowercased().hasSuffix(".mbox") {
                return
            } else {
                let octets = try MessageFile.rest(of: file, name: path, behind: first)
                await take(.message(FoundMessage(file: path, size: octets.count) { octets }))
            }
        } catch {
            await take(.unreadable(Unreadable(file: path, reason: error.description)))
        }
    }

    /// As much as tells what the file is, or all of it: it may come octet by octet.
    private static func beginning(of file: borrowing InputFile) throws(MessageFile.Failure) -> [UInt8] {
        var octets: [UInt8] = []
        while octets.count < MboxReader.telling {
            let next = try file.next()
            guard !next.isEmpty else { break }
            octets = octets.isEmpty ? next : octets + next
        }
        return octets
    }

    private func split(
        _ file: borrowing InputFile, _ path: String, _ first: [UInt8], _ take: Take
    ) async throws(MessageFile.Failure) {
        var reader = MboxReader(dialect, limit: MessageFile.limit)
        var (chunk, number) = (first, 0)
        while true {
            let isLast = chunk.isEmpty
            for message in isLast ? reader.finish() : reader.read(chunk) {
                number += 1
                await take(Self.found(message, number, in: path))
            }
            guard !isLast else { return }
            chunk = try file.next()
        }
    }

    private static func found(_ message: MboxMessage, _ number: Int, in path: String) -> Found {
        guard !message.isCut else {
            return .unreadable(
                Unreadable(file: path, reason: MessageFile.Failure(tooLarge: "\(path)#\(number)").description))
        }
        let octets = message.octets
        return .message(
            FoundMessage(
                file: path, number: number, size: octets.count, position: FilePosition(message),
                separator: message.separator
            ) { octets })
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
