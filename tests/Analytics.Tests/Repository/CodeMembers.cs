using System.Text.RegularExpressions;

namespace Analytics.Tests.Repository;

/// <summary>A method, constructor or operator of a C# file.</summary>
/// <param name="Line">Of its declaration, from 1.</param>
internal sealed record CodeMember(string Declaration, int Line, int Lines);

/// <summary>
/// Finds the methods of a C# file by counting brackets: enough for well-formed code, no compiler. A member is what lies
/// directly in a type; it is a method if its declaration has a parenthesis before its body or its first equals sign.
/// </summary>
internal sealed partial class CodeMembers
{
    private readonly string _code;
    private readonly List<CodeMember> _found = [];
    private readonly Stack<bool> _openIsType = new();
    private int _start = -1;
    private int _declarationEnd = -1;
    private int _parentheses;

    private CodeMembers(string code) => _code = code;

    public static IReadOnlyList<CodeMember> Of(string code)
    {
        CodeMembers members = new(CodeText.WithoutTextAndComments(code));
        members.Scan();
        return members._found;
    }

    private bool IsInType => _openIsType.Count == 0 || _openIsType.Peek();

    private void Scan()
    {
        for (var at = 0; at < _code.Length; at++)
        {
            var letter = _code[at];
            if (char.IsWhiteSpace(letter)) continue;
            if (IsInType && _start < 0 && letter is not ('}' or ';' or '{')) _start = at;
            switch (letter)
            {
                case '(' or '[':
                    _parentheses++;
                    break;
                case ')' or ']':
                    _parentheses--;
                    break;
                case '=' when IsInType && _parentheses == 0 && _declarationEnd < 0:
                    _declarationEnd = at;
                    break;
                case '{':
                    Open(at);
                    break;
                case '}':
                    Close(at);
                    break;
                case ';' when IsInType && _parentheses == 0:
                    End(at);
                    break;
            }
        }
    }

    private void Open(int at)
    {
        var declaration = _start < 0 ? "" : _code[_start..at];
        var isType = IsInType && _parentheses == 0 && _declarationEnd < 0 && TypeDeclaration().IsMatch(declaration);
        if (IsInType && !isType && _declarationEnd < 0) _declarationEnd = at;
        if (isType) _start = -1;
        _openIsType.Push(isType);
    }

    private void Close(int at)
    {
        var wasType = _openIsType.Pop();
        if (wasType) Forget();
        else if (IsInType && _parentheses == 0 && !GoesOn(at)) End(at);
    }

    /// <summary>An initialiser's bracket does not end the member: a semicolon, comma or operator follows.</summary>
    private bool GoesOn(int at)
    {
        var next = at + 1;
        while (next < _code.Length && char.IsWhiteSpace(_code[next])) next++;
        return next < _code.Length && _code[next] is ';' or ',' or '.' or ')' or '=' or '?' or ':' or '+';
    }

    private void End(int at)
    {
        if (_start >= 0)
        {
            var declaration = _code[_start..(_declarationEnd < 0 ? at : _declarationEnd)];
            var withoutAttributes = Attributes().Replace(declaration, "");
            if (withoutAttributes.Contains('('))
            {
                var start = _start + declaration.Length - withoutAttributes.Length;
                var line = _code.AsSpan(0, start).Count('\n') + 1;
                var lines = _code.AsSpan(start, at - start).Count('\n') + 1;
                _found.Add(new CodeMember(Blanks().Replace(withoutAttributes, " ").Trim(), line, lines));
            }
        }

        Forget();
    }

    private void Forget() => (_start, _declarationEnd) = (-1, -1);

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\s+\w")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\A(\[[^\]]*\]\s*)+")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
