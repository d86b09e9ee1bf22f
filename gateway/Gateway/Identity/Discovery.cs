using System.Collections.Generic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Gateway.Identity;

/// <summary>OpenID Connect discovery: where tokens are had and which key proves them.</summary>
internal static class Discovery
{
    private const string KeysPath = "/.well-known/jwks.json";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/openid-configuration", Describe).AllowAnonymous();
        app.MapGet(KeysPath, Keys).AllowAnonymous();
    }

    private static JsonHttpResult<Dictionary<string, object>> Describe(HttpRequest request)
    {
        var root = $"{request.Scheme}://{request.Host}";
        return TypedResults.Json(
            new Dictionary<string, object>
            {
                ["issuer"] = TokenValidation.GatewayIssuer,
                ["token_endpoint"] = $"{root}/connect/token",
                ["jwks_uri"] = root + KeysPath,
                ["grant_types_supported"] = new[] { "client_credentials" },
                ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic", "client_secret_post" },
                ["response_types_supported"] = new[] { "token" },
                ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = new[] { SecurityAlgorithms.RsaSha256 },
            }
        );
    }

    private static JsonHttpResult<Dictionary<string, object>> Keys(SigningKeys keys)
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(keys.Public);
        return TypedResults.Json(
            new Dictionary<string, object>
            {
                ["keys"] = new[]
                {
                    new Dictionary<string, string>
                    {
                        ["kty"] = key.Kty,
                        ["use"] = "sig",
                        ["alg"] = SecurityAlgorithms.RsaSha256,
                        ["kid"] = keys.Public.KeyId,
                        ["n"] = key.N,
                        ["e"] = key.E,
                    },
                },
            }
        );
    }
}
