using System.Globalization;
using System.Text;

namespace Analytics.Pipeline;

/// <summary>
/// The one exception for what the person in front of the terminal can mend: a wrong pipeline file, a missing input, a
/// busy lake. Everything else is a defect of the program and keeps its own type.
/// </summary>
public sealed class UserException : Exception
{
    /// <summary>A single sentence; use the other constructors when there is a file, line or key to name.</summary>
    /// <param name="message">What was found, what was expected, and the remedy.</param>
    /// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
    /// <param name="inner">The cause, shown with <c>--verbose</c> only.</param>
    public UserException(string message, int exitCode = ExitCodes.Failed, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        Problems = [];
    }

    /// <summary>One located mistake.</summary>
    public UserException(Problem problem, int exitCode = ExitCodes.Usage, Exception? inner = null)
        : base(problem.ToString(), inner)
    {
        ExitCode = exitCode;
        Problems = [problem];
    }

    /// <summary>All mistakes of one file, so that they can be mended in one go.</summary>
    public UserException(IReadOnlyList<Problem> problems, int exitCode = ExitCodes.Usage)
        : base(Join(problems))
    {
        ExitCode = exitCode;
        Problems = problems;
    }

    /// <summary>What the process ends with: 1, 2, 3 or 75 (<see cref="ExitCodes"/>).</summary>
    public int ExitCode { get; init; }

    /// <summary>The located mistakes, in the order of the file; empty when there is only a sentence.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    private static string Join(IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 1) return problems[0].ToString();

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{problems.Count} mistakes:");
        foreach (var problem in problems) text.Append('\n').Append(problem);
        return text.ToString();
    }
}
