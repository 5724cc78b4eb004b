import FoundationEssentials

/// How far an import has come, in a file, so that another run goes on there.
final class ImportJournal {
    private let path: String
    private let inputs: String
    /// Messages that came in before this run.
    let done: Int

    /// - Throws: When the file cannot be read, or is of the import of other files.
    init(_ path: String, inputs: [String]) throws(CommandFailure) {
        (self.path, self.inputs) = (path, inputs.map { $0.escapingControls() }.joined(separator: "\t"))
        guard let data = FileManager.default.contents(atPath: path) else {
            done = 0
            return
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[1] == self.inputs, let number = Int(lines[0]), number >= 0 else {
            throw CommandFailure(
                .usage, "\(path.escapingControls()) is not of an import of these files; give another name, or delete it"
            )
        }
        done = number
    }

    /// - Parameter done: Messages that have come in.
    func note(_ done: Int) throws(CommandFailure) {
        do {
            try Data("\(done)\n\(inputs)\n".utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(.ioError, "cannot write \(path.escapingControls()): \(error)")
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
