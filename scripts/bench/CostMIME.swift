import FoundationEssentials
import MIME

@_silgen_name("allocations_begin") private func beginAllocations() -> Int
@_silgen_name("allocations_peak") private func peakOfAllocations() -> Int

/// What one message costs when everything is asked for that `GET /api/messages/{id}` tells.
struct Cost {
    private let file: String
    private let size: Int
    private let microseconds: Int
    /// The most that was held at once besides the message itself.
    private let octets: Int

    private let parts: Int

    private static let mostMicroseconds = 50_000

    /// Octets that a message may take: three times its size, an entry for each part in the tables, and the tables of
    /// `iconv`, which are as large for a message of one character.
    private var mostOctets: Int { 3 * size + 1024 * parts + (96 << 10) }

    private init(of file: String) throws {
        let source = [UInt8](try Data(contentsOf: URL(filePath: file)))
        (self.file, size, parts) = (file, source.count, Message(source).parts.count)
        Self.everything(of: source)
        let held = beginAllocations()
        Self.everything(of: source)
        octets = peakOfAllocations() - held
        let times = (0..<3).map { _ in ContinuousClock().measure { Self.everything(of: source) } }
        microseconds = Int((times.min() ?? .zero) / .microseconds(1))
    }

    static func everything(of source: [UInt8]) {
        let message = Message(source)
        var octets = 0
        let examination = Examination(of: message) { _, content in octets += content.count }
        let table = (message.paths, message.fields, message.digest, message.attachments, message.inlineParts)
        precondition(octets + examination.links.count + table.0.count >= 0)
    }

    private var isFit: Bool { microseconds <= Self.mostMicroseconds && octets <= mostOctets }

    /// Prints the worst, and answers whether none is too much.
    static func report(of files: [String]) throws -> Bool {
        let costs = try files.map(Cost.init(of:))
        for cost in costs where !cost.isFit { print("TOO MUCH:", cost) }
        guard let slowest = costs.max(by: { $0.microseconds < $1.microseconds }),
            let hungriest = costs.max(by: { $0.octets - $0.mostOctets < $1.octets - $1.mostOctets })
        else { return true }
        print("all that the API tells, slowest of \(costs.count) files: \(Double(slowest.microseconds) / 1000) ms")
        print("the most that one holds at once, of what it may hold: \(hungriest.octets * 100 / hungriest.mostOctets) %")
        return costs.allSatisfy(\.isFit)
    }
}
