import Foundation

/// Another process that holds a database for writing.
package struct LockHolder {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Returns once it holds the database.
    package init(of path: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print(flush=True); "
                + "sys.stdin.read()", path,
        ]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        guard try output.fileHandleForReading.read(upToCount: 1) != nil else { throw POSIXError(.EBUSY) }
    }

    package func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
