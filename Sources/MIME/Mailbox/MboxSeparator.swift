package import MailModel

/// The line that stands before a message in an mbox: `From alice@example.com Sat Jan 31 09:00:00 2026`. RFC 4155 §A.
///
/// What Creel writes says more behind the time, in words that other programs pass over: the moment of receipt to the
/// millisecond, the inbox, whether it was seen, the tags, whether the end of the last line is not the message's own, a
/// reverse-path that is no word of ASCII, and the forward-paths. With that a message comes back as it was, octet for octet,
/// with its envelope and its marks.
package struct MboxSeparator: Hashable, Sendable {
    /// The reverse-path; empty for the null path and where the line names nobody.
    package var sender: String
    /// `nil` where the line has no time that can be read. Programs write UTC or their local time; it is taken as UTC.
    package var receivedAt: Timestamp?
    /// `nil` where the line does not say.
    package var inbox: InboxName?
    /// The message ends without the end of line that stands behind it in the file.
    package var isUnterminated: Bool
    /// In their order; empty where the line names none.
    package var forwardPaths: [String]
    /// Somebody has seen the message.
    package var isSeen = false
    package var tags: [TagName] = []

    /// Octets of a line that are read, and written at most: enough for a thousand long forward-paths. The paths beyond
    /// are left out.
    package static let longest = 1 << 20
    /// Octets of a path that is believed; longer than any that SMTP takes.
    private static let longestPath = 1000

    package init(
        sender: String, receivedAt: Timestamp? = nil, inbox: InboxName? = nil, isUnterminated: Bool = false,
        forwardPaths: [String] = []
    ) {
        (self.sender, self.receivedAt, self.inbox) = (sender, receivedAt, inbox)
        (self.isUnterminated, self.forwardPaths) = (isUnterminated, forwardPaths)
    }

    /// Reads the line, with or without its end; whatever is in it.
    package init(line: some Collection<UInt8>) {
        var words = Self.words(of: line).dropFirst()
        // The last one may be half a word.
        if line.count > Self.longest { words = words.dropLast() }
        let sender = words.first.flatMap(Self.path(_:)) ?? ""
        self.init(sender: sender == Self.nobody ? "" : sender)
        receivedAt = Self.time(in: Array(words.dropFirst()))
        for word in words.dropFirst() {
            if let time = word.value(of: "received") { receivedAt = Timestamp(time) ?? receivedAt }
            if let name = word.value(of: "inbox") {
                inbox = InboxName(String(decoding: PercentEncoding.decode(name.utf8), as: UTF8.self))
            }
            if word == Self.unterminated { isUnterminated = true }
            if word == Self.seen { isSeen = true }
            if let tag = word.value(of: "tag").flatMap(Self.tag(encoded:)), tags.count < TagName.maximumPerMessage {
                tags.append(tag)
            }
            if let path = word.value(of: "sender").flatMap(Self.path(encoded:)) { self.sender = path }
            if let path = word.value(of: "rcpt").flatMap(Self.path(encoded:)) { forwardPaths.append(path) }
        }
    }

    private static func words(of line: some Collection<UInt8>) -> [String] {
        String(decoding: line.prefix(longest), as: UTF8.self)
            .split { $0 == " " || $0 == "\t" || $0.isNewline }.map(String.init)
    }

    /// Whether a line that begins with `From ` says a sender, the time in all its parts, and nothing else: by chance no
    /// text does.
    static func isComplete(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count < longestPath + 64 else { return false }
        let words = words(of: line)
        return words.count == 7 && weekdays.contains(words[2]) && words[5].split(separator: ":").count == 3
            && time(in: Array(words[3...])) != nil
    }

    private static func path(encoded text: String) -> String? {
        path(String(decoding: PercentEncoding.decode(text.utf8), as: UTF8.self))
    }

    private static func tag(encoded text: String) -> TagName? {
        TagName(String(decoding: PercentEncoding.decode(text.utf8), as: UTF8.self))
    }

    /// `nil` for what is no path: anybody may have written the file.
    private static func path(_ text: String) -> String? {
        let isPossible = (1...longestPath).contains(text.utf8.count)
        return isPossible && text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) ? text : nil
    }

    /// Whether the line says what only Creel writes.
    static func isOfCreel(_ line: some Collection<UInt8>) -> Bool {
        line.firstRange(of: " received=".utf8) != nil
    }

    private static let nobody = "MAILER-DAEMON"
    private static let unterminated = "unterminated"
    private static let seen = "seen"
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The line, without its end.
    package var line: String { line(upTo: Self.longest) }

    /// The same in no more octets: forward-paths beyond are left out.
    package func line(upTo limit: Int) -> String {
        let isPlain = !sender.isEmpty && sender != Self.nobody && sender.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        var words = ["From", isPlain ? sender : Self.nobody]
        if let receivedAt { words += [Self.text(of: receivedAt), "received=\(receivedAt)"] }
        if let inbox { words.append("inbox=\(PercentEncoding.encode(inbox.rawValue))") }
        if isSeen { words.append(Self.seen) }
        words += tags.prefix(TagName.maximumPerMessage).map { "tag=\(PercentEncoding.encode($0.rawValue))" }
        if isUnterminated { words.append(Self.unterminated) }
        if !isPlain, !sender.isEmpty { words.append("sender=\(PercentEncoding.encode(sender))") }
        var room = limit - words.reduce(0) { $0 + $1.utf8.count + 1 }
        for path in forwardPaths {
            let word = "rcpt=\(PercentEncoding.encode(path))"
            room -= word.utf8.count + 1
            guard room >= 0 else { break }
            words.append(word)
        }
        return words.joined(separator: " ")
    }

    /// `Sat Jan 31 09:00:00 2026`, in UTC: the form of `asctime`.
    private static func text(of moment: Timestamp) -> String {
        let seconds = max(moment.milliseconds, 0) / 1000
        let time = CivilTime(secondsSince1970: seconds)
        let clock = [time.hour, time.minute, time.second].map { $0.padded(to: 2) }.joined(separator: ":")
        let day = time.day < 10 ? " \(time.day)" : "\(time.day)"
        let weekday = weekdays[Int(seconds / 86_400 % 7)]
        return "\(weekday) \(months[time.month - 1]) \(day) \(clock) \(time.year.padded(to: 4))"
    }

    /// `Jan 31 09:00:00 2026` or `Jan 31 09:00 CET 2026` wherever it stands.
    private static func time(in words: [String]) -> Timestamp? {
        guard let place = words.firstIndex(where: { months.contains($0) }), place + 3 < words.count,
            let month = months.firstIndex(of: words[place]), let day = Int(words[place + 1]),
            let year = words[(place + 3)...].prefix(2).lazy.compactMap({ $0.utf8.count == 4 ? Int($0) : nil }).first,
            let days = CivilTime.days(inMonth: month + 1, of: year), (1...days).contains(day)
        else { return nil }
        let clock = words[place + 2].split(separator: ":").map { Int($0) ?? -1 }
        guard (2...3).contains(clock.count), (0..<24).contains(clock[0]),
            clock[1...].allSatisfy({ (0...60).contains($0) })
        else { return nil }
        let time = CivilTime(
            year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
            second: clock.count > 2 ? clock[2] : 0)
        return Timestamp(milliseconds: time.secondsSince1970 * 1000)
    }
}

extension String {
    /// What stands behind `name=`.
    fileprivate func value(of name: String) -> String? {
        hasPrefix("\(name)=") ? String(dropFirst(name.count + 1)) : nil
    }
}

extension MboxSeparator {
    /// What stands in an mbox of the dialect mboxrd for a message: the line, the octets with every line of `>`s and
    /// `From ` quoted by one `>` more, and an empty line.
    ///
    /// - Parameter content: The octets; whether they end a line is noted by the separator.
    package func mboxrd(_ content: [UInt8]) -> [UInt8] {
        var separator = self
        separator.isUnterminated = content.last.map { $0 != .lf } ?? false
        var octets = Array(separator.line.utf8) + [.lf]
        octets.reserveCapacity(octets.count + content.count + 64)
        var start = 0
        while start < content.count {
            let end = content.firstIndex(of: .lf, in: start..<content.count).map { $0 + 1 } ?? content.count
            var text = start
            while text < end, content[text] == .greater { text += 1 }
            if content[text..<end].starts(with: "From ".utf8) { octets.append(.greater) }
            octets += content[start..<end]
            start = end
        }
        return octets + (separator.isUnterminated ? [.lf, .lf] : [.lf])
    }
}
