using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Lists;

/// <summary>The query of a list: <c>offset</c>, <c>limit</c>, <c>fields</c>, and equality filters on what is left.</summary>
internal sealed record ListRequest(int Offset, int Limit, IReadOnlyList<KeyValuePair<string, string>> Filters)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 1000;

    /// <summary>Each becomes a condition of the query: nobody means more, and a thousand would cost us dearly.</summary>
    private const int MaxFilters = 20;

    private static readonly string[] NoFilters = ["offset", "limit", "fields"];

    /// <exception cref="InvalidInput">A number is none or out of bounds, or a value holds U+0000.</exception>
    public static ListRequest Read(IQueryCollection query)
    {
        var request = new ListRequest(
            Number(query, "offset", fallback: 0, max: int.MaxValue),
            Number(query, "limit", DefaultLimit, MaxLimit),
            [
                .. from parameter in query
                where !NoFilters.Contains(parameter.Key)
                from value in parameter.Value
                select KeyValuePair.Create(parameter.Key, WithoutNul(parameter.Key, value ?? "")),
            ]
        );
        return request.Filters.Count <= MaxFilters
            ? request
            : throw new InvalidInput(request.Filters[MaxFilters].Key, $"At most {MaxFilters} filters are taken.");
    }

    private static int Number(IQueryCollection query, string name, int fallback, int max)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new InvalidInput(name, $"A whole number from 0 to {max} is expected.");
    }

    private static string WithoutNul(string name, string value) =>
        value.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidInput(name.Replace("\0", "", StringComparison.Ordinal), "U+0000 is not allowed.")
            : value;
}
