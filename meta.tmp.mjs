import {build} from 'esbuild';import {gzipSync} from 'node:zlib';
const r=await build({entryPoints:['src/index.ts'],bundle:true,minify:true,format:'esm',platform:'browser',metafile:true,write:false,external:['node:*'],logLevel:'error'});
const o=Object.values(r.metafile.outputs)[0];console.log(r.outputFiles[0].contents.length,gzipSync(r.outputFiles[0].contents,{level:9}).length);
console.log(Object.entries(o.inputs).map(([k,v])=>[k,v.bytesInOutput]).sort((a,b)=>b[1]-a[1]).slice(0,45).map(x=>x.join(' ')).join('\n'));
