import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { POLICY, type Policy } from '../../src/platform/access/allow.decorator.js';

export interface DeclaredRoute {
  method: string;
  /** Below `/api/v1`, or from the root with two slashes, as `ApiClient` takes it. */
  path: string;
  /** Class and method. */
  handler: string;
  policy: Policy | undefined;
}

/** Every route that the application really has, whoever wrote it. */
export function routesOf(app: INestApplicationContext): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const routes: DeclaredRoute[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { instance, metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
      const base = String(Reflect.getMetadata(PATH_METADATA, metatype));
      const isNeutral = typeof Reflect.getMetadata(VERSION_METADATA, metatype) === 'symbol';
      for (const name of scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name] as object;
        const path: unknown = Reflect.getMetadata(PATH_METADATA, handler);
        if (typeof path !== 'string') continue;
        const method = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))] ?? '';
        const joined = `/${[base, path].flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;
        const policy = Reflect.getMetadata(POLICY, handler) as Policy | undefined;
        routes.push({ method, path: isNeutral ? `/${joined}` : joined, handler: `${metatype.name}.${name}`, policy });
      }
    }
  }
  return routes;
}
