import HTTPAPI
import MIME
import MailModel

/// What was found in an input.
enum Found: Sendable {
    case message(FoundMessage)
    case unreadable(Unreadable)

    /// A file that is one message; it is read when its turn comes.
    fileprivate static func message(path: String, _ reach: inout Int) -> Found {
        let size = FileKind.size(of: path)
        reach += size
        return .message(
            FoundMessage(file: path, size: size, reach: reach) { () throws(MessageFile.Failure) in
                try MessageFile.octets(of: path)
            })
    }
}

/// Finds the messages of inputs, one after the other, and never holds more than one file's next ones.
struct MessageFinder {
    let dialect: MboxDialect
    /// Who vouches for servers.
    var trust = TLSClient.Trust.system
    /// Looks into every file of a directory, and says which were left out.
    var isThorough = false

    typealias Take = (Found) async -> Void

    /// Says of an input without any message that it has none: a check of nothing should not look like a success.
    func find(in inputs: [CheckInput], _ take: Take) async {
        var reach = 0
        for input in inputs {
            var count = 0
            await find(in: input, &reach) { found in
                count += 1
                await take(found)
            }
            guard count == 0 else { continue }
            let name = input.description
            await take(.unreadable(Unreadable(file: name, reason: "no message in \(name.escapingControls())")))
        }
    }

    /// - Parameter reach: Octets that were read of all inputs.
    private func find(in input: CheckInput, _ reach: inout Int, _ take: Take) async {
        switch input {
        case .file(let path) where MailFolder.isMessage(path): await take(.message(path: path, &reach))
        case .file(let path): await open(path, &reach, take)
        case .directory(let path): await look(through: path, &reach, take)
        case .server(let url): await ServerMessages(url, trust: trust).find(take)
        }
    }

    private func look(through directory: String, _ reach: inout Int, _ take: Take) async {
        var leftOut = LeftOut()
        for entry in MailFolder(path: directory, isThorough: isThorough) {
            switch entry {
            case .message(let path): await take(.message(path: path, &reach))
            case .file(let path): await open(path, &reach, take)
            case .unknown(let path):
                guard await !openMbox(path, &reach, take) else { continue }
                leftOut.note(path)
                reach += FileKind.size(of: path)
            case .unreadable(let unreadable): await take(.unreadable(unreadable))
            }
        }
        await tell(leftOut, of: directory, "no .eml and no mbox", take)
    }

    private func tell(_ leftOut: LeftOut, of name: String, _ lack: String, _ take: Take) async {
        guard leftOut.count > 0 else { return }
        let reason = "left out of \(name), as \(lack): \(leftOut.count.counted("file")) (\(leftOut.list))"
        await take(
            .unreadable(Unreadable(file: name, reason: reason.escapingControls(), count: leftOut.count)))
    }

    /// Reads a file that may be an mbox, or an archive.
    private func open(_ path: String, _ reach: inout Int, _ take: Take) async {
        do throws(MessageFile.Failure) {
            let file = try InputFile(path)
            let first = try Self.beginning(of: file)
            if MboxReader.start(of: first) != nil {
                try await split(file, path, first, &reach, take)
            } else if ZipReader.isZip(first) {
                try await unpack(file, path, first, &reach, take)
            } else if let kind = ForeignFile.kind(of: first) {
                let text = "\(path.escapingControls()) is \(kind.name), which is not read; \(kind.remedy)"
                throw MessageFile.Failure(description: text)
            } else if first.isEmpty {
                // An mbox without messages, or what a program leaves that failed before the pipe.
                return
            } else {
                let octets = try MessageFile.rest(of: file, name: path, behind: first)
                reach += file.octetsRead
                await take(.message(FoundMessage(file: path, size: octets.count, reach: reach) { octets }))
            }
        } catch {
            await take(.unreadable(Unreadable(file: path, reason: error.description)))
        }
    }

    /// Reads a file if it is an mbox by all of its first line; else answers `false`, unless it is empty.
    private func openMbox(_ path: String, _ reach: inout Int, _ take: Take) async -> Bool {
        do throws(MessageFile.Failure) {
            let file = try InputFile(path)
            let first = try Self.beginning(of: file)
            guard let start = MboxReader.start(of: first) else { return first.isEmpty }
            let line = first[start...].prefix { $0 != UInt8(ascii: "\n") }
            guard MboxSeparator(line: line).receivedAt != nil else { return false }
            try await split(file, path, first, &reach, take)
        } catch {
            await take(.unreadable(Unreadable(file: path, reason: error.description)))
        }
        return true
    }

    /// As much as tells what the file is, or all of it: it may come octet by octet.
    private static func beginning(of file: borrowing InputFile) throws(MessageFile.Failure) -> [UInt8] {
        var octets: [UInt8] = []
        while octets.count < max(MboxReader.telling, ZipReader.telling, ForeignFile.telling) {
            let next = try file.next()
            guard !next.isEmpty else { break }
            octets = octets.isEmpty ? next : octets + next
        }
        return octets
    }

    private func split(
        _ file: borrowing InputFile, _ path: String, _ first: [UInt8], _ reach: inout Int, _ take: Take
    ) async throws(MessageFile.Failure) {
        var reader = MboxReader(dialect, limit: MessageFile.limit)
        var (chunk, number) = (first, 0)
        let start = reach
        while true {
            let isLast = chunk.isEmpty
            reach = start + file.octetsRead
            for message in isLast ? reader.finish() : reader.read(chunk) {
                number += 1
                await take(Self.found(message, number, in: path, reach))
            }
            guard !isLast else { return }
            chunk = try file.next()
        }
    }

    private func unpack(
        _ file: borrowing InputFile, _ path: String, _ first: [UInt8], _ reach: inout Int, _ take: Take
    ) async throws(MessageFile.Failure) {
        let reader = ZipReader(limit: MessageFile.limit)
        var (chunk, number) = (first[...], 0)
        let start = reach
        while !chunk.isEmpty {
            reach = start + file.octetsRead
            while let messages = try Self.next(of: reader, &chunk, in: path) {
                for message in messages {
                    number += 1
                    await take(Self.found(message, number, in: path, reach))
                }
            }
            chunk = try file.next()[...]
        }
        guard reader.isAtEnd else { throw Self.damage("is cut short", of: path) }
        await tell(reader.leftOut, of: path, "hidden or no .eml", take)
    }

    private static func next(
        of reader: ZipReader, _ chunk: inout ArraySlice<UInt8>, in path: String
    ) throws(MessageFile.Failure) -> [MboxMessage]? {
        do throws(ZipReader.Damage) {
            return try reader.next(&chunk)
        } catch {
            throw damage(error.reason, of: path)
        }
    }

    private static func damage(_ reason: String, of path: String) -> MessageFile.Failure {
        MessageFile.Failure(description: "the zip archive \(path) \(reason)".escapingControls())
    }

    private static func found(_ message: MboxMessage, _ number: Int, in path: String, _ reach: Int) -> Found {
        guard !message.isCut else {
            return .unreadable(
                Unreadable(file: path, reason: MessageFile.Failure(tooLarge: "\(path)#\(number)").description))
        }
        let octets = message.octets
        return .message(
            FoundMessage(
                file: path, number: number, size: octets.count, reach: reach, position: FilePosition(message),
                separator: message.separator
            ) { octets })
    }
}
