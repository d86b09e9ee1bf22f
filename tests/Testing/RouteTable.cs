using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>
/// Every route of a service × every role × the expected answer, from a checked-in file with one row a route:
/// <c>POST /path : agent supervisor</c>, <c>anyone</c> for open ones, <c>any-role</c> for every valid token. A route
/// without a row, or a row without a route, is a difference like a wrong answer.
/// </summary>
public static partial class RouteTable
{
    private const string Anyone = "anyone";
    private const string AnyRole = "any-role";
    private const string Nobody = "(no token)";

    public static Task<IReadOnlyList<string>> DifferencesAsync<TOfService>(
        RunningService<TOfService> service,
        string file
    )
        where TOfService : class =>
        DifferencesAsync(
            service.Services,
            service.Addresses,
            role => Task.FromResult(role is null ? service.Anonymous() : service.As(role, Guid.CreateVersion7())),
            file
        );

    /// <param name="services">The host's own, for its routes.</param>
    /// <param name="addresses">Where it listens.</param>
    /// <param name="clientOf">A client with a token of this role; without a token for null.</param>
    /// <param name="file">The table.</param>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(
        IServiceProvider services,
        Addresses addresses,
        Func<string?, Task<HttpClient>> clientOf,
        string file
    )
    {
        var rows = File.ReadLines(file)
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(" : ", 2))
            .ToDictionary(row => row[0], row => row[1].Split(' '));
        var routes = RoutesOf(services).ToHashSet();
        var differences = routes
            .Except(rows.Keys)
            .Select(route => $"no row for {route}")
            .Concat(rows.Keys.Except(routes).Select(route => $"no route for {route}"))
            .ToList();
        foreach (var role in Roles.All.Prepend(Nobody))
        {
            using var client = await clientOf(role == Nobody ? null : role);
            foreach (var route in routes.Intersect(rows.Keys))
            {
                var answer = await AskAsync(client, addresses, route);
                var expected = Expected(rows[route], role);
                if (!Agrees(answer, expected))
                {
                    differences.Add($"{route} as {role}: {expected} expected, {(int)answer} answered");
                }
            }
        }

        return differences;
    }

    private static IEnumerable<string> RoutesOf(IServiceProvider services) =>
        from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        // gRPC's own answer to methods that no service has.
        where !endpoint.RoutePattern.RawText!.Contains("grpcunimplemented", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static string Expected(string[] row, string role) =>
        row is [Anyone] ? "let in"
        : role == Nobody ? "401"
        : row is [AnyRole] || row.Contains(role) ? "let in"
        : "403";

    // What is let in may still fail for other reasons: an id that does not exist, a receipt without its signature, a
    // health probe before the broker is there.
    private static bool Agrees(HttpStatusCode answer, string expected) =>
        expected switch
        {
            "401" => answer == HttpStatusCode.Unauthorized,
            "403" => answer == HttpStatusCode.Forbidden,
            _ => answer is not (HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError),
        };

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, Addresses addresses, string route)
    {
        var (method, path) = (route.Split(' ')[0], Fill(route.Split(' ')[1]));
        var isGrpc = !path.StartsWith("/api/", StringComparison.Ordinal) && method == "POST" && path.Contains('.');
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri((isGrpc ? addresses.Grpc : addresses.Http) + path)
        );
        if (isGrpc)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
            request.Content.Headers.ContentType = new("application/grpc");
        }
        else if (method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static string Fill(string route) =>
        Parameter()
            .Replace(
                route,
                match => match.Value.EndsWith(":long}", StringComparison.Ordinal) ? "0" : $"{Guid.CreateVersion7()}"
            );

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
