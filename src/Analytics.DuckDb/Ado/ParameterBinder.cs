using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Gives a prepared statement the values of a command's parameters.</summary>
internal static unsafe class ParameterBinder
{
    /// <param name="offset">Positional parameters used up by the statements before this one.</param>
    /// <returns>Positional parameters used up with this one.</returns>
    public static int Bind(PreparedHandle prepared, DuckDbParameterCollection parameters, int offset, string sql)
    {
        var count = (int)NativeMethods.duckdb_nparams(prepared);
        for (var position = 1; position <= count; position++)
        {
            var name = NativeText.Take(NativeMethods.duckdb_parameter_name(prepared, (ulong)position)) ?? "";
            var parameter = Find(parameters, name, position, offset)
                ?? throw new ArgumentException(
                    $"The statement needs a value for parameter ${name}, but the command has "
                    + $"{Describe(parameters)}. SQL: {sql}");
            using var value = DuckDbValue.From(parameter.Value, parameter.Type);
            if (NativeMethods.duckdb_bind_value(prepared, (ulong)position, value.Handle) == State.Success)
                continue;
            var message = NativeText.Read(NativeMethods.duckdb_prepare_error(prepared))
                ?? $"The value of parameter ${name} was refused.";
            throw new DuckDbException(message, sql, DuckDbErrorType.InvalidInput);
        }
        return offset + count;
    }

    private static DuckDbParameter? Find(
        DuckDbParameterCollection parameters, string name, int position, int offset)
    {
        if (parameters.IndexOf(name) is >= 0 and var named)
            return parameters[named];
        // $1 and ? are named by their position, which starts again with each statement of a command.
        var isPositional = name.Length == 0 || int.TryParse(name, out position);
        var index = offset + position - 1;
        return isPositional && index < parameters.Count && parameters[index].ParameterName.Length == 0
            ? parameters[index]
            : null;
    }

    private static string Describe(DuckDbParameterCollection parameters) => parameters.Count == 0
        ? "none"
        : string.Join(", ", parameters.Cast<DuckDbParameter>().Select(
            (p, i) => p.ParameterName.Length == 0 ? $"one at position {i + 1}" : $"${p.ParameterName}"));
}
