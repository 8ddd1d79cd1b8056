const {Cite}=require('@citation-js/core'); require('@citation-js/plugin-ris');
let s=require('fs').readFileSync('/tmp/refs-try/x.ris','utf8');
console.log(JSON.stringify(new Cite(s).data,null,1));
