using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>A whole pipeline file around proposed sources, which runs as it is.</summary>
public static partial class ProposedPipeline
{
    /// <param name="folder">Folder that the file will lie in: paths in it are relative to that.</param>
    /// <param name="lake">Where results go, relative to the file or absolute.</param>
    /// <param name="keyFile">Null for the usual place.</param>
    public static string Text(
        string name, IReadOnlyList<ProposedSource> sources, string? folder, string lake, string? keyFile = null)
    {
        var text = new StringBuilder();
        text.Append($"""
            # Proposed from the exports that were found. Every key is explained in the README.
            name: {NotInNames().Replace(name, "-").Trim('-')}

            purpose:                     # say whose decision this is and what for: the law asks (GDPR Art. 30)
              controller: not stated yet
              purpose: not stated yet
              legal_basis: not stated yet
              retention: 365d

            sources:

            """.ReplaceLineEndings("\n"));
        text.AppendJoin('\n', sources.Select(source => source.Entry(folder)));
        text.Append($$"""

            graph:                       # attention: actor → target, recent attention counts more
              window: 180d
              half_life: 30d
              as_of: latest
            communities: { max_size: 20000, min_size: 10, seed: 42 }
            leaders: { top: 50 }
            privacy: { min_group: 10{{(keyFile is null ? "" : $", key_file: '{keyFile}'")}} }
            output: { lake: '{{lake}}', keep_runs: 30 }

            """.ReplaceLineEndings("\n"));
        return text.ToString();
    }

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotInNames();
}
