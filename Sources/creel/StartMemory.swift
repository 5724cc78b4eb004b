#if canImport(Glibc)
    import Glibc
#endif
import Foundation

/// Memory that only the start has needed.
enum StartMemory {
    /// Gives it back: pages of the executable's code.
    ///
    /// The start touches most of the code once, above all for relocations and for the runtime's tables of conformances, and
    /// around each page that is touched the kernel maps 64 KiB. Those pages are the file's and nobody writes to them, so
    /// what is wanted again is mapped again, as a rule without reading the disk. Does nothing where there is no `/proc`.
    static func release() {
        #if canImport(Glibc)
            for pages in code() {
                madvise(UnsafeMutableRawPointer(bitPattern: pages.lowerBound), pages.count, MADV_DONTNEED)
            }
        #endif
    }

    /// Where the executable is mapped for execution, which rules out that it is written to (proc(5), `maps`).
    private static func code() -> [Range<UInt>] {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8),
            let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { return [] }
        return maps.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1] == "r-xp", fields[5].drop(while: { $0 == " " }) == executable else {
                return nil
            }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
        }
    }
}
