using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Definition;

/// <summary>Puts environment variables in the place of <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
internal static partial class Variables
{
    /// <summary>
    /// Expands <paramref name="node"/>; <c>$${</c> stands for a plain <c>${</c>. An unset variable without a default
    /// is added to <paramref name="problems"/> and gives null. An empty variable counts as unset when there is a
    /// default, as in a shell.
    /// </summary>
    public static string? Expand(
        ScalarNode node,
        string key,
        IReadOnlyDictionary<string, string> environment,
        ProblemList problems)
    {
        if (!node.Text.Contains("${", StringComparison.Ordinal)) return node.Text;

        StringBuilder text = new();
        var end = 0;
        var sound = true;
        foreach (Match reference in Reference().Matches(node.Text))
        {
            text.Append(node.Text, end, reference.Index - end);
            end = reference.Index + reference.Length;
            if (reference.Value == "$${")
            {
                text.Append("${");
                continue;
            }

            var name = reference.Groups["name"].Value;
            var fallback = reference.Groups["default"];
            environment.TryGetValue(name, out var value);
            if (fallback.Success && string.IsNullOrEmpty(value)) value = fallback.Value;
            if (value is null)
            {
                sound = false;
                AddUnset(node, key, reference, name, problems);
            }

            text.Append(value);
        }

        return sound ? text.Append(node.Text, end, node.Text.Length - end).ToString() : null;
    }

    private static void AddUnset(ScalarNode node, string key, Match reference, string name, ProblemList problems)
    {
        var column = node.Column + reference.Index + (node.Plain ? 0 : 1);
        problems.Add(node with { Column = column }, key, $"{reference.Value}, which is not set",
            $"the environment variable {name}",
            $"Set it (export {name}=...) or give a default in the file: ${{{name}:-value}}");
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Reference();
}
