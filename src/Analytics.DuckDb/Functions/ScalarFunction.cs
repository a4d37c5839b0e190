using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// Computes <paramref name="result"/>, row by row, for the first <c>arguments.Count</c> rows. Called by several engine
/// threads at the same time. Unless registered for special NULLs, rows with a NULL argument become NULL afterwards;
/// their values are undefined, and the function must not fail on them.
/// </summary>
public delegate void ScalarFunction(DataChunk arguments, Vector result);

/// <summary>The engine's callback of a scalar function.</summary>
internal static unsafe class ScalarFunctions
{
    private const int BitsPerWord = 64;

    public static void Register(ConnectionHandle connection, ScalarDefinition definition) =>
        connection.Functions.Set(
            $"{definition.Name} {definition.ReturnType} {definition.Volatile} {definition.SpecialNulls}",
            definition.Parameters,
            definition,
            slot => Register(connection, slot));

    private static void Register(ConnectionHandle connection, FunctionSlot<ScalarDefinition> slot)
    {
        var definition = slot.Function;
        var function = NativeMethods.duckdb_create_scalar_function();
        try
        {
            NativeMethods.duckdb_scalar_function_set_name(function, definition.Name);
            foreach (var parameter in definition.Parameters)
                NativeMethods.duckdb_scalar_function_add_parameter(function, parameter.Handle);
            NativeMethods.duckdb_scalar_function_set_return_type(function, definition.ReturnType.Handle);
            if (definition.Volatile)
                NativeMethods.duckdb_scalar_function_set_volatile(function);
            if (definition.SpecialNulls)
                NativeMethods.duckdb_scalar_function_set_special_handling(function);
            NativeMethods.duckdb_scalar_function_set_extra_info(function, Callback.Hold(slot), &Callback.Release);
            NativeMethods.duckdb_scalar_function_set_function(function, &Invoke);
            if (NativeMethods.duckdb_register_scalar_function(connection, function) != State.Success)
                throw new DuckDbException(
                    $"The function '{definition.Name}' cannot be registered: the name is taken by something else, or "
                    + "the connection is in a failed transaction.",
                    null,
                    DuckDbErrorType.Catalog);
        }
        finally
        {
            NativeMethods.duckdb_destroy_scalar_function(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint info, nint input, nint output)
    {
        var slot = Callback.Held<FunctionSlot<ScalarDefinition>>(
            NativeMethods.duckdb_scalar_function_get_extra_info(info));
        var definition = slot.Function;
        var arguments = DataChunk.Borrowed();
        var result = VectorState.Allocate(1);
        try
        {
            var count = (int)NativeMethods.duckdb_data_chunk_get_size(input);
            arguments.Borrow(input, count);
            result->Attach(output, count);
            definition.Body(arguments, new Vector(result));
            if (!definition.SpecialNulls)
                SpreadNulls(arguments, new Vector(result));
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_scalar_function_set_error(info, CallbackFailures.Keep(error));
        }
        finally
        {
            VectorState.Free(result, 1);
            arguments.Dispose();
        }
    }

    /// <summary>A NULL argument makes a NULL result, 64 rows at a time.</summary>
    private static void SpreadNulls(DataChunk arguments, Vector result)
    {
        for (var column = 0; column < arguments.ColumnCount; column++)
        {
            if (!arguments[column].HasNulls)
                continue;
            result.EnsureValidityWritable();
            var target = result.Validity;
            var source = arguments[column].Validity;
            for (var word = 0; word < (arguments.Count + BitsPerWord - 1) / BitsPerWord; word++)
                target[word] &= source[word];
        }
    }
}

/// <summary>What the engine must know of a scalar function, and what it calls.</summary>
internal sealed record ScalarDefinition(
    string Name,
    IReadOnlyList<DuckDbLogicalType> Parameters,
    DuckDbLogicalType ReturnType,
    ScalarFunction Body,
    bool Volatile,
    bool SpecialNulls);
