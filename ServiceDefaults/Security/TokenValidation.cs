using System;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>
/// Every service validates every token itself, even behind the gateway. Issuer: any OpenID provider named by
/// <c>Auth:Authority</c>; without one the gateway's own token endpoint, whose issuer is a fixed string, so that a
/// service starts without the gateway and fetches the keys when the first token comes.
/// </summary>
public static class TokenValidation
{
    public const string GatewayIssuer = "urn:service-platform:gateway";
    public const string Audience = "service-platform";

    public static IHostApplicationBuilder AddTokenValidation(this IHostApplicationBuilder builder)
    {
        var authority = builder.Configuration["Auth:Authority"];
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.MapInboundClaims = false; // `role` and `sub` keep their names
                options.Audience = Audience;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidAudience = Audience,
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                    RoleClaimType = "role",
                    NameClaimType = "sub",
                    ClockSkew = TimeSpan.FromSeconds(30),
                };

                if (string.IsNullOrWhiteSpace(authority))
                {
                    var gateway = builder.Configuration["services:gateway:http:0"];
                    options.TokenValidationParameters.ValidIssuer = GatewayIssuer;
                    options.MetadataAddress = $"{gateway}/.well-known/openid-configuration";
                    options.RequireHttpsMetadata = false; // the gateway is a neighbour on a private network
                }
                else
                {
                    options.Authority = authority;
                }
            });

        // Closed unless opened: an endpoint that says nothing still wants a token.
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(services =>
            Caller.From(services.GetRequiredService<IHttpContextAccessor>().HttpContext)
        );
        return builder;
    }

    /// <summary>Opens an endpoint to the roles named and to nobody else.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : Microsoft.AspNetCore.Builder.IEndpointConventionBuilder =>
        Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions.RequireAuthorization(
            endpoint,
            policy => policy.RequireRole(roles)
        );
}
