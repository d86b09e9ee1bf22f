using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Platform.Tests.Architecture;
using Shouldly;
using Testing;
using Xunit;

namespace Platform.Tests.Security;

/// <summary>
/// What is open without a token stands in one list. Each host's own route table says which of its routes are open, and
/// a test beside it asks each of them over HTTP, with every role and with none.
/// </summary>
public sealed class OpenRoutes
{
    public static TheoryData<string> EveryHost() => [.. House.Services, "Gateway"];

    [Theory]
    [MemberData(nameof(EveryHost))]
    public void Every_host_has_a_route_table_and_opens_only_what_is_listed(string host) =>
        OpenAt(host).ShouldBeSubsetOf(Listed());

    [Fact]
    public void Nothing_is_listed_that_is_open_nowhere() =>
        Listed().ShouldBeSubsetOf(House.Services.Append("Gateway").SelectMany(OpenAt).Distinct());

    private static List<string> OpenAt(string host) =>
        [
            .. from row in Rows(Repository.File("tests", $"{host}.Tests", "Security", "routes.txt"))
            where row.Value == "anyone"
            select row.Key,
        ];

    private static IEnumerable<string> Listed() =>
        Rows(Repository.File("tests", "Platform.Tests", "Security", "open.txt")).Select(row => row.Key);

    private static IEnumerable<KeyValuePair<string, string>> Rows(string file) =>
        from line in File.ReadLines(file)
        where line.Length > 0 && !line.StartsWith('#')
        let row = line.Split(" : ", 2)
        select KeyValuePair.Create(row[0], row[1]);
}
