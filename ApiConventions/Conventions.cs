using ApiConventions.Errors;
using ApiConventions.Json;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ApiConventions;

/// <summary>The public API's conventions (tmf.md), one implementation for every service and the gateway.</summary>
public static class Conventions
{
    /// <summary>Larger bodies are refused with 413 before they are read.</summary>
    public const long MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>Deeper bodies are refused with 400; ours need five.</summary>
    internal const int MaxJsonDepth = 32;

    public static WebApplicationBuilder AddApiConventions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsService, ErrorAnswers>();
        builder.Services.AddExceptionHandler<Failures>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new TextWithoutNul());
            options.SerializerOptions.Converters.Add(new UtcTime());
            options.SerializerOptions.DefaultIgnoreCondition = System
                .Text
                .Json
                .Serialization
                .JsonIgnoreCondition
                .WhenWritingNull;
            options.SerializerOptions.MaxDepth = MaxJsonDepth;
            options.SerializerOptions.AllowDuplicateProperties = false; // or two readers would each believe another one
            // Chinese text stays readable; the bodies are JSON, never HTML.
            options.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        return builder;
    }

    /// <summary>For services with a database of their own: what If-Match and Idempotency-Key need there.</summary>
    public static WebApplicationBuilder AddWriteConventions(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<ForgetOldKeys>();
        builder.Services.AddSingleton<IInterceptor, IfMatchAtSave>();
        return builder;
    }

    /// <summary>Before everything that may fail: any failure below leaves as one of the two error bodies.</summary>
    public static WebApplication UseApiConventions(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages();
        return app;
    }

    /// <summary>The other half of <see cref="AddWriteConventions"/>; the gateway, which only passes on, buffers nothing.</summary>
    public static WebApplication UseWriteConventions(this WebApplication app)
    {
        app.Use(
            static (HttpContext context, RequestDelegate next) =>
            {
                if (IdempotencyKey.IsOn(context.Request))
                {
                    context.Request.EnableBuffering(); // binding reads the body before its hash can be taken
                }

                return next(context);
            }
        );
        return app;
    }
}
