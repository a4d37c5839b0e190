using System.Text;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>Writes tables as platforms hand them out: commas between fields, quotes only where needed.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly StreamWriter _file;
    private readonly int _width;

    /// <param name="path">Its folder is made.</param>
    public CsvFile(string path, params string[] columns)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        _width = columns.Length;
        Write(columns);
    }

    /// <exception cref="ArgumentException">Not as many values as the table has columns.</exception>
    public void Write(params IReadOnlyList<string> values)
    {
        if (values.Count != _width)
            throw new ArgumentException($"found {values.Count} values, expected {_width}", nameof(values));
        _file.WriteLine(string.Join(',', values.Select(Quoted)));
    }

    public void Dispose() => _file.Dispose();

    private static string Quoted(string value) => value.AsSpan().ContainsAny(",\"\n\r")
        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : value;
}
