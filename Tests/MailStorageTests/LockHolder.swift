import Foundation
import Testing

/// Another process that holds a database for writing.
struct LockHolder {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Returns once it holds the database.
    init(of path: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print(flush=True); "
                + "sys.stdin.read()", path,
        ]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try #require(try output.fileHandleForReading.read(upToCount: 1) != nil)
    }

    func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
