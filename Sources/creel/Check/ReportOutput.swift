import Glibc

/// Standard output as a format fills it: at once, or, where totals stand first, when everything is known.
struct ReportOutput: ~Copyable {
    private let frame: ReportFormat.Frame
    /// A file without a name, in which messages wait.
    private let spool: UnsafeMutablePointer<FILE>?

    init(_ format: ReportFormat) throws(CheckError) {
        frame = format.frame
        guard case .framed = frame else {
            spool = nil
            return
        }
        spool = tmpfile()
        guard spool != nil else {
            throw CheckError(description: "cannot make a temporary file: \(String(cString: strerror(errno)))")
        }
    }

    deinit { if let spool { fclose(spool) } }

    func write(_ text: String) throws(CommandFailure) {
        guard let spool else {
            try StandardOutput.write(text)
            return
        }
        guard fputs(text, spool) >= 0 else { throw Self.failure("write") }
    }

    /// Writes what has waited, and what stands around it.
    func finish(_ run: CheckRun, _ tally: CheckTally) throws(CommandFailure) {
        guard case .framed(let frame) = frame, let spool else { return }
        // To rewind would do that as well, and not say how it went.
        guard fflush(spool) == 0 else { throw Self.failure("write") }
        let (head, tail) = frame(run, tally)
        try StandardOutput.write(head)
        rewind(spool)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, spool)
            guard count > 0 else { break }
            try StandardOutput.write(buffer[..<count])
        }
        guard ferror(spool) == 0 else { throw Self.failure("read") }
        try StandardOutput.write(tail)
    }

    private static func failure(_ verb: String) -> CommandFailure {
        CommandFailure(.ioError, "cannot \(verb) a temporary file: \(String(cString: strerror(errno)))")
    }
}
