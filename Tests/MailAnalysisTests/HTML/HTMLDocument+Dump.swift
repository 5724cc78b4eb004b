import MIME

@testable import MailAnalysis

extension HTMLDocument {
    /// The tree on one line: `html(head body(p[class=a]("text") <!--x-->))`.
    var dump: String { dump(of: nodes[0].firstChild) }

    /// What is inside the body, in the same form.
    var bodyDump: String {
        let body = nodes.indices.first { nodes[$0].tag == .body && nodes[$0].kind == .element }
        return body.map { dump(of: nodes[$0].firstChild) } ?? "no body"
    }

    private func dump(of first: Int?) -> String {
        var pieces: [String] = []
        var next = first
        while let index = next {
            pieces.append(dump(of: nodes[index], at: index))
            next = nodes[index].next
        }
        // Text in two pieces of the source is one text.
        return pieces.joined(separator: " ").replacing("\" \"", with: "")
    }

    private func dump(of node: HTMLNode, at index: Int) -> String {
        let octets = source[node.range]
        switch node.kind {
        case .document: return ""
        case .doctype, .comment: return String(decoding: octets, as: UTF8.self)
        case .text:
            let text = CharacterReference.resolve(node.range, in: source, isValue: false)
            return "\"" + String(decoding: text, as: UTF8.self) + "\""
        case .element:
            let values = attributes[node.attributes].map { attribute in
                let name = String(decoding: source[attribute.nameRange], as: UTF8.self).lowercased()
                return name + "=" + text(of: attribute)
            }
            let children = dump(of: node.firstChild)
            return name(of: index) + (values.isEmpty ? "" : "[\(values.joined(separator: " "))]")
                + (children.isEmpty ? "" : "(\(children))")
        }
    }
}
